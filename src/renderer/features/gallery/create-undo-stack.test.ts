import { describe, expect, it, vi } from 'vitest'
import { createIntents, type Notice } from '../../client/intents.ts'
import { createUndoStack } from './create-undo-stack.ts'

function setUp() {
  const intents = createIntents()
  const notices: Notice[] = []
  intents.answer((intent) => intent.type === 'notify' && notices.push(intent.notice))
  return { stack: createUndoStack(intents), notices }
}

describe('undo in the gallery', () => {
  it('takes back the last step first, and says which', async () => {
    const { stack, notices } = setUp()
    const undone: string[] = []
    for (const message of ['One.', 'Two.']) stack.pushStep({ message, undo: async () => void undone.push(message) })
    await stack.undoLast()
    await stack.undoLast()
    await stack.undoLast()
    expect(undone).toEqual(['Two.', 'One.'])
    expect(notices.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Undone: Two.', 'Undone: One.'])
  })

  it('takes a step back once, whether by its message or by the key', async () => {
    const { stack, notices } = setUp()
    const undo = vi.fn(async () => undefined)
    stack.pushStep({ message: 'One.', undo })
    await notices[0]?.action?.run()
    await notices[0]?.action?.run()
    await stack.undoLast()
    expect(undo).toHaveBeenCalledTimes(1)
  })

  it('goes back a hundred steps and no further', () => {
    const { stack } = setUp()
    for (let at = 0; at < 130; at++) stack.push({ message: String(at), undo: async () => undefined })
    const { steps } = stack.store.getState()
    expect([steps.length, steps[0]?.message]).toEqual([100, '30'])
  })
})
