/**
 * All but tabs and line ends, of which CSV has both characters. Names and prompts come from files of strangers, and a
 * terminal obeys such characters; a carriage return alone overwrites its line. After the text, a line feed is printed.
 */
const controls = /(?!\t|\n|\r(?:\n|$))\p{Cc}/gu

/** What is printed for people. */
export function toPrintedText(text: string): string {
  return text.replaceAll(controls, '\ufffd')
}

/** JSON for programs, which may be shown in a terminal as well; `JSON.stringify` escapes the first 32 characters only. */
export function toPrintedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
