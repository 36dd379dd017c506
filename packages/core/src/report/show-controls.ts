/** A text on one line of a terminal: texts of a store must not move the cursor or start a line of their own. */
export function showControls(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
