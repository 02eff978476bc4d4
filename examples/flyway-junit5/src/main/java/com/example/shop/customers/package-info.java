/** Who buys: customers, their addresses and their secret wishes. */
package com.example.shop.customers;
