/** What a town remembers. */
package com.example.town.archive;
