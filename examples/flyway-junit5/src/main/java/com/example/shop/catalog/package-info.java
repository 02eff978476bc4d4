/** What can be bought: products, prices, words about them. */
package com.example.shop.catalog;
