package javax.annotation;

/** What generated classes are marked with: no part of Java since version 11, and no jar for it is needed to compile. */
public @interface Generated {
  String[] value();

  String date() default "";

  String comments() default "";
}
