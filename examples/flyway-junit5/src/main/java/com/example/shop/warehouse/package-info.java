/** What lies on the shelves, and how it comes and goes. */
package com.example.shop.warehouse;
