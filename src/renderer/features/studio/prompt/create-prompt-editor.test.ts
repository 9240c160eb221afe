import { describe, expect, it } from 'vitest'
import type { Words } from '../../../../shared/domain/canvas-document.ts'
import { createPromptEditor } from './create-prompt-editor.ts'

const blank = { prompt: '', negativePrompt: '' }

function setUp({ weightProblem = null as string | null, sent = [] as readonly string[] } = {}) {
  let words: Words = blank
  let picture = 'one'
  const editor = createPromptEditor({
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
    editor,
    words: () => words,
    open: (id: string, next: Words) => {
      picture = id
      words = next
    },
  }
}

describe('the editor of the prompt', () => {
  it('walks through what was sent and back to what is being written', async () => {
    const { editor, words } = setUp({ sent: ['new', 'old'] })
    editor.type('prompt', 'half a thou')
    await editor.walk(1)
    expect(words().prompt).toBe('new')
    await editor.walk(1)
    expect(words().prompt).toBe('old')
    await editor.walk(1)
    expect(words().prompt).toBe('old')
    expect(editor.store.getState().note).toBe('No earlier prompts.')
    await editor.walk(-1)
    await editor.walk(-1)
    expect(words().prompt).toBe('half a thou')
    await editor.walk(-1)
    expect(words().prompt).toBe('half a thou')
  })

  it('begins anew where something was written meanwhile, or another image is open', async () => {
    const { editor, words, open } = setUp({ sent: ['new', 'old'] })
    await editor.walk(1)
    editor.type('prompt', 'new, and more')
    await editor.walk(1)
    await editor.walk(-1)
    expect(words().prompt).toBe('new, and more')
    await editor.walk(1)
    open('two', { ...blank, prompt: 'of another' })
    await editor.walk(1)
    await editor.walk(-1)
    expect(words().prompt).toBe('of another')
  })

  it('passes over what is in the field already', async () => {
    const { editor, words } = setUp({ sent: ['new', 'old'] })
    editor.write({ prompt: 'new ' })
    await editor.walk(1)
    expect(words().prompt).toBe('old')
  })

  it('undoes whatever wrote last', () => {
    const { editor, words } = setUp()
    editor.type('prompt', 'a cat')
    editor.write({ prompt: 'a dog', negativePrompt: 'cats' })
    editor.undo()
    expect(words()).toEqual({ prompt: 'a cat', negativePrompt: '' })
    editor.redo()
    expect(words()).toEqual({ prompt: 'a dog', negativePrompt: 'cats' })
  })

  it('puts a text in where nothing has a caret: at the end', () => {
    const { editor, words } = setUp()
    editor.type('prompt', 'a cat')
    editor.insert(', asleep')
    expect(words().prompt).toBe('a cat, asleep')
  })
})
