/** Whether otpost is alive and ready, for supervisors and load balancers. */
@NullMarked
package dev.otpost.web.health;

import org.jspecify.annotations.NullMarked;
