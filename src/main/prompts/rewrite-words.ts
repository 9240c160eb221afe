import type { Dialect } from '../../shared/domain/prompts.ts'

const dialectWords: Readonly<Record<Dialect, string>> = {
  sentence: 'Write plain sentences, as one would describe an image to a painter.',
  tags: 'Write a list of short phrases, separated by commas, the most important first.',
  weights:
    'Write a list of short phrases, separated by commas, the most important first. Weights such as (word:1.2) are allowed; keep those that are there.',
}

/** What the language model is told. */
export function rewriteMessages(prompt: string, dialect: Dialect, wish: string) {
  const rules = [
    'You rewrite prompts for programs that draw images.',
    'Keep what the prompt asks for: its subject, its names, its words in quotes and its language.',
    'Add what an image needs and the prompt leaves open: setting, light, composition, materials. Stay concrete and short.',
    dialectWords[dialect],
    'Answer with the new prompt alone: no introduction, no explanation, no quotes around it.',
  ]
  const task = wish.trim() === '' ? prompt : `${prompt}\n\n---\nWhat is wished for: ${wish.trim()}`
  return [
    { role: 'system', content: rules.join(' ') },
    { role: 'user', content: task },
  ]
}
