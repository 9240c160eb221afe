import { describe, expect, it } from 'vitest'
import { createPromptUndo, type PromptChange } from './prompt-undo.ts'

const prompts = (prompt: string, negativePrompt = '') => ({ prompt, negativePrompt })

function setUp() {
  const undo = createPromptUndo()
  let now = prompts('')
  return {
    undo,
    write(prompt: string, how: PromptChange, atMs: number, image = 'a') {
      const after = prompts(prompt)
      undo.note(image, { before: now, after, how, atMs })
      now = after
    },
  }
}

describe('prompt undo', () => {
  it('groups continuous typing into one step and starts another after a pause', () => {
    const { undo, write } = setUp()
    write('c', 'typed', 0)
    write('ca', 'typed', 300)
    write('cat', 'typed', 900)
    write('cat s', 'typed', 5_000)
    expect(undo.undo('a')).toEqual(prompts('cat'))
    expect(undo.undo('a')).toEqual(prompts(''))
    expect(undo.undo('a')).toBeNull()
    expect(undo.redo('a')).toEqual(prompts('cat'))
    expect(undo.redo('a')).toEqual(prompts('cat s'))
    expect(undo.redo('a')).toBeNull()
  })

  it('restores text that a tool overwrote, even right after typing', () => {
    const { undo, write } = setUp()
    write('my words', 'typed', 0)
    write('made by a tool', 'written', 1)
    write('made by another', 'written', 2)
    expect(undo.undo('a')).toEqual(prompts('made by a tool'))
    expect(undo.undo('a')).toEqual(prompts('my words'))
  })

  it('groups browsing the history into one step', () => {
    const { undo, write } = setUp()
    write('mine', 'typed', 0)
    write('older', 'walked', 1)
    write('oldest', 'walked', 20_000)
    expect(undo.undo('a')).toEqual(prompts('mine'))
  })

  it('separates deleting from typing', () => {
    const { undo, write } = setUp()
    write('cat', 'typed', 0)
    write('ca', 'typed', 10)
    write('c', 'typed', 20)
    expect(undo.undo('a')).toEqual(prompts('cat'))
  })

  it('keeps steps per document and clears redo after a new change', () => {
    const { undo, write } = setUp()
    write('one', 'written', 0, 'a')
    write('two', 'written', 0, 'b')
    expect(undo.undo('a')).toEqual(prompts(''))
    expect(undo.undo('b')).toEqual(prompts('one'))
    write('three', 'written', 0, 'a')
    expect(undo.redo('a')).toBeNull()
    expect(undo.redo('b')).toEqual(prompts('two'))
  })
})
