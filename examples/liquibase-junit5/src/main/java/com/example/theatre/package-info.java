/** Plays, performances and bookings. */
package com.example.theatre;
