import * as messages from '../../../../shared/messages/en/prompt.ts'

const strengthsMax = 20

/** "0.3, 0.5 0.7": strengths as they are typed, or what is wrong with them. */
export function readStrengths(text: string): { readonly values: readonly number[] } | { readonly problem: string } {
  const words = text.split(/[\s;]+|,(?=\s|$)/).filter(Boolean)
  const values = [...new Set(words.map((word) => Number(word.replace(',', '.'))))]
  if (values.some((value) => !(value >= 0 && value <= 1))) return { problem: messages.enterStrengths }
  return values.length > strengthsMax ? { problem: messages.tooManyStrengths({ max: strengthsMax }) } : { values }
}
