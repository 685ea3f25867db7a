/** What a program relies on in the events it reads, held against the schemas. */
@NullMarked
package io.archipelago.cli.contract;

import org.jspecify.annotations.NullMarked;
