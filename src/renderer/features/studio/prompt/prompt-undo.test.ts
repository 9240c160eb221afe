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

describe('undo of words', () => {
  it('takes typing that goes on as one step, and what comes after a pause as another', () => {
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

  it('brings back what a tool has overwritten, however soon after the last key', () => {
    const { undo, write } = setUp()
    write('my words', 'typed', 0)
    write('made by a tool', 'written', 1)
    write('made by another', 'written', 2)
    expect(undo.undo('a')).toEqual(prompts('made by a tool'))
    expect(undo.undo('a')).toEqual(prompts('my words'))
  })

  it('takes a walk through the history as one step', () => {
    const { undo, write } = setUp()
    write('mine', 'typed', 0)
    write('older', 'walked', 1)
    write('oldest', 'walked', 20_000)
    expect(undo.undo('a')).toEqual(prompts('mine'))
  })

  it('parts taking away from writing', () => {
    const { undo, write } = setUp()
    write('cat', 'typed', 0)
    write('ca', 'typed', 10)
    write('c', 'typed', 20)
    expect(undo.undo('a')).toEqual(prompts('cat'))
  })

  it('knows the words of each image apart, and nothing to redo after new words', () => {
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
