import { describe, expect, it } from 'vitest'
import type { Words } from '../../../../shared/domain/canvas-document.ts'
import { createPromptEditor } from './create-prompt-editor.ts'

const blank = { prompt: '', negativePrompt: '' }

function setUp({ weightProblem = null as string | null, sent = [] as readonly string[] } = {}) {
  let words: Words = blank
  let picture = 'one'
  const desk = createPromptEditor({
    picture: () => picture,
    words: () => words,
    change: (next) => {
      words = { ...words, ...next }
    },
    weightProblem: () => weightProblem,
    history: () => Promise.resolve(sent.map((prompt, id) => ({ id, atMs: 0, uses: 1, prompt, negativePrompt: '' }))),
    now: () => 0,
  })
  return {
    desk,
    words: () => words,
    open: (id: string, next: Words) => {
      picture = id
      words = next
    },
  }
}

describe('the desk of the prompt', () => {
  it('walks through what was sent and back to what is being written', async () => {
    const { desk, words } = setUp({ sent: ['new', 'old'] })
    desk.type('prompt', 'half a thou')
    await desk.walk(1)
    expect(words().prompt).toBe('new')
    await desk.walk(1)
    expect(words().prompt).toBe('old')
    await desk.walk(1)
    expect(words().prompt).toBe('old')
    expect(desk.store.getState().note).toBe('No earlier prompts.')
    await desk.walk(-1)
    await desk.walk(-1)
    expect(words().prompt).toBe('half a thou')
    await desk.walk(-1)
    expect(words().prompt).toBe('half a thou')
  })

  it('begins anew where something was written meanwhile, or another image is open', async () => {
    const { desk, words, open } = setUp({ sent: ['new', 'old'] })
    await desk.walk(1)
    desk.type('prompt', 'new, and more')
    await desk.walk(1)
    await desk.walk(-1)
    expect(words().prompt).toBe('new, and more')
    await desk.walk(1)
    open('two', { ...blank, prompt: 'of another' })
    await desk.walk(1)
    await desk.walk(-1)
    expect(words().prompt).toBe('of another')
  })

  it('passes over what is in the field already', async () => {
    const { desk, words } = setUp({ sent: ['new', 'old'] })
    desk.write({ prompt: 'new ' })
    await desk.walk(1)
    expect(words().prompt).toBe('old')
  })

  it('undoes whatever wrote last', () => {
    const { desk, words } = setUp()
    desk.type('prompt', 'a cat')
    desk.write({ prompt: 'a dog', negativePrompt: 'cats' })
    desk.undo()
    expect(words()).toEqual({ prompt: 'a cat', negativePrompt: '' })
    desk.redo()
    expect(words()).toEqual({ prompt: 'a dog', negativePrompt: 'cats' })
  })

  it('puts a text in where nothing has a caret: at the end', () => {
    const { desk, words } = setUp()
    desk.type('prompt', 'a cat')
    desk.insert(', asleep')
    expect(words().prompt).toBe('a cat, asleep')
  })
})
