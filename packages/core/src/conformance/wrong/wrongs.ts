/** Each group of a suite, with an ability that is wrong in just that way. */
export type Wrongs<Ability> = Readonly<Record<string, (right: Ability) => Ability>>
