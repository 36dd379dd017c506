/** Text of a store as Markdown that stays text: no markup, mention or HTML of it acts. */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text)
    .replaceAll(/([\\|`*_~[\]#!])/g, '\\$1')
    .replaceAll(/\s+/g, ' ')
}

/** Text of a store in an HTML element, where no Markdown acts but mentions do. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('@', '@\u200b')
}

/** Text of a store as inline code in a table's cell; empty text is no code. */
export function codeSpan(text: string): string {
  if (text === '') return ''
  return `\`${text.replaceAll('`', 'ˋ').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}\``
}
