// Pattern and length are those of ConfigHub's OpenAPI document.
const slug = /^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$/

/**
 * Tells whether a text can be the slug of a space or a unit. What passes needs no escaping in `where`, where a
 * quote or a backslash cannot be expressed at all.
 */
export function isSlug(text: string): boolean {
  return text.length <= 128 && slug.test(text)
}
