package com.example.theatre;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.pgtestdb4j.junit5.PgTest;

/** Each test has a theatre of its own. */
@PgTest(migrator = Theatre.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface TheatreTest {}
