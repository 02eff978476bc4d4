/** A small shop in plain JDBC. Every class takes the {@link javax.sql.DataSource} it works on and nothing else. */
package com.example.shop;
