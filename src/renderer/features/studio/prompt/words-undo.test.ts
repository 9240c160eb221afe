import { describe, expect, it } from 'vitest'
import { createWordsUndo, type WordsChange } from './words-undo.ts'

const words = (prompt: string, negativePrompt = '') => ({ prompt, negativePrompt })

function setUp() {
  const undo = createWordsUndo()
  let now = words('')
  return {
    undo,
    write(prompt: string, how: WordsChange, atMs: number, picture = 'a') {
      const after = words(prompt)
      undo.note(picture, { before: now, after, how, atMs })
      now = after
    },
  }
}

describe('undo of words', () => {
  it('takes typing that goes on as one step, and what comes after a pause as another', () => {
    const { undo, write } = setUp()
    write('c', 'typed', 0)
    write('ca', 'typed', 300)
    write('cat', 'typed', 900)
    write('cat s', 'typed', 5_000)
    expect(undo.undo('a')).toEqual(words('cat'))
    expect(undo.undo('a')).toEqual(words(''))
    expect(undo.undo('a')).toBeNull()
    expect(undo.redo('a')).toEqual(words('cat'))
    expect(undo.redo('a')).toEqual(words('cat s'))
    expect(undo.redo('a')).toBeNull()
  })

  it('brings back what a tool has overwritten, however soon after the last key', () => {
    const { undo, write } = setUp()
    write('my words', 'typed', 0)
    write('made by a tool', 'written', 1)
    write('made by another', 'written', 2)
    expect(undo.undo('a')).toEqual(words('made by a tool'))
    expect(undo.undo('a')).toEqual(words('my words'))
  })

  it('takes a walk through the history as one step', () => {
    const { undo, write } = setUp()
    write('mine', 'typed', 0)
    write('older', 'walked', 1)
    write('oldest', 'walked', 20_000)
    expect(undo.undo('a')).toEqual(words('mine'))
  })

  it('parts taking away from writing', () => {
    const { undo, write } = setUp()
    write('cat', 'typed', 0)
    write('ca', 'typed', 10)
    write('c', 'typed', 20)
    expect(undo.undo('a')).toEqual(words('cat'))
  })

  it('knows the words of each image apart, and nothing to redo after new words', () => {
    const { undo, write } = setUp()
    write('one', 'written', 0, 'a')
    write('two', 'written', 0, 'b')
    expect(undo.undo('a')).toEqual(words(''))
    expect(undo.undo('b')).toEqual(words('one'))
    write('three', 'written', 0, 'a')
    expect(undo.redo('a')).toBeNull()
    expect(undo.redo('b')).toEqual(words('two'))
  })
})
