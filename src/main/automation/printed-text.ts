/** All but tab and line feed. Names and prompts come from files of strangers, and a terminal obeys such characters. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu

/** What is printed for people. */
export function toPrintedText(text: string): string {
  return text.replaceAll(controls, '\ufffd')
}

/** JSON for programs, which may be shown in a terminal as well; `JSON.stringify` escapes the first 32 characters only. */
export function toPrintedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
