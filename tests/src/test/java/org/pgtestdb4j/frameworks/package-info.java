/** JUnit and TestNG side by side; entry is {@link org.pgtestdb4j.frameworks.BothFrameworksIT}. */
package org.pgtestdb4j.frameworks;
