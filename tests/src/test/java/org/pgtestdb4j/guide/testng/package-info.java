/** The snippets of docs/testng.md, run by TestNG beside the tests that JUnit runs. */
package org.pgtestdb4j.guide.testng;
