import { describe, expect, it, vi } from 'vitest'
import { createIntents, type Notice } from '../../client/intents.ts'
import { createUndoStack } from './create-undo-stack.ts'

function setUp() {
  const intents = createIntents()
  const notices: Notice[] = []
  intents.answer((intent) => intent.type === 'notify' && notices.push(intent.notice))
  return { stack: createUndoStack(intents), notices }
}

describe('undo in the Gallery', () => {
  it('undoes the last step first and names it in a notice', async () => {
    const { stack, notices } = setUp()
    const undone: string[] = []
    for (const message of ['One.', 'Two.']) stack.pushStep({ message, undo: async () => void undone.push(message) })
    await stack.undoLast()
    await stack.undoLast()
    await stack.undoLast()
    expect(undone).toEqual(['Two.', 'One.'])
    expect(notices.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Undone: Two.', 'Undone: One.'])
  })

  it('undoes a step only once, by its notice or by the shortcut', async () => {
    const { stack, notices } = setUp()
    const undo = vi.fn(async () => undefined)
    stack.pushStep({ message: 'One.', undo })
    await notices[0]?.action?.run()
    await notices[0]?.action?.run()
    await stack.undoLast()
    expect(undo).toHaveBeenCalledTimes(1)
  })

  it('keeps the last hundred steps', () => {
    const { stack } = setUp()
    for (let at = 0; at < 130; at++) stack.push({ message: String(at), undo: async () => undefined })
    const { steps } = stack.store.getState()
    expect([steps.length, steps[0]?.message]).toEqual([100, '30'])
  })
})
