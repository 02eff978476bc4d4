/** Where parcels are. */
package com.example.parcels;
