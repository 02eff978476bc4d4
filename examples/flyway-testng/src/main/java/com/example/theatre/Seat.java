package com.example.theatre;

/** A place in the hall. */
public record Seat(int row, int number) {

    @Override
    public String toString() {
        return "row " + row + ", seat " + number;
    }
}
