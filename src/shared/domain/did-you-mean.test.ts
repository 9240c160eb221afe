import { expect, it } from 'vitest'
import { didYouMean } from './did-you-mean.ts'

const known = ['paper', 'z-image-turbo', 'flux1-dev', 'flux1-schnell']

it.each([
  ['papper', ' Did you mean paper?'],
  ['PAPER', ' Did you mean paper?'],
  ['z-image', ' Did you mean z-image-turbo?'],
  ['flux1-schnel', ' Did you mean flux1-schnell?'],
  ['paper.safetensors', ' Did you mean paper?'],
  ['sdxl', ''],
  ['x', ''],
  ['', ''],
])('suggests a name close to “%s”', (word, expected) => {
  expect(didYouMean(word, known)).toBe(expected)
})
