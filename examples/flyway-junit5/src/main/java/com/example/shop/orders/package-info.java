/** From the cart to the parcel. */
package com.example.shop.orders;
