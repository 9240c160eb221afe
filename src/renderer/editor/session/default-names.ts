import * as messages from '../../../shared/messages/en/editor.ts'

/**
 * The names that masks and paint layers get, in every language: a document may have been made in another one. The window
 * loads only the texts of its own language, so they are listed here; the test compares them with the translations.
 */
const maskWords: readonly string[] = ['Mask', 'Maske', 'Máscara', 'Masque', 'マスク', '蒙版']
const paintWords: readonly string[] = ['Paint', 'Malebene', 'Pintura', 'Peinture', 'ペイント', '绘画']
const copyEndings: readonly string[] = [' copy', ' Kopie', ' copia', ' copie', ' のコピー', ' 拷贝']

/** The name in the window's language if nobody has chosen it; otherwise as it is. */
export function inWindowLanguage(name: string): string {
  return translated(name) ?? name
}

/** null = somebody has named it. */
function translated(name: string): string | null {
  const ending = copyEndings.find((each) => name.endsWith(each))
  if (ending !== undefined) {
    const copied = translated(name.slice(0, -ending.length))
    return copied === null ? null : messages.nameCopy({ name: copied })
  }
  const [, word = '', number] = /^(\S+)(?: (\d+))?$/.exec(name) ?? []
  if (maskWords.includes(word)) return number === undefined ? messages.mask : messages.maskName({ number })
  return paintWords.includes(word) && number !== undefined ? messages.paintName({ number }) : null
}
