/** Who changed what, and when. */
package com.example.shop.audit;
