/** JDBC without its ceremony. */
package com.example.shop.jdbc;
