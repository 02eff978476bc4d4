/** What a bakery sells, in queries that jOOQ has types for. */
package com.example.bakery;
