/** What holds for the project as a whole: its jars and its documents; entry is {@link org.pgtestdb4j.project.ArchitectureTest}. */
package org.pgtestdb4j.project;
