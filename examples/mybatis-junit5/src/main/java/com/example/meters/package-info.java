/** What meters show. */
package com.example.meters;
