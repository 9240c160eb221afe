import { expect, it } from 'vitest'
import type { HandlerContext } from '../handler-context.ts'
import { createCanvasHandlers } from './canvas-handlers.ts'

it('prepares the imaging process for a fill before a stroke is written, not after', async () => {
  const order: string[] = []
  const services = async () => ({
    jobs: { expectFill: () => void order.push('expectFill') },
    documents: { save: async () => void order.push('save') },
  })
  const handlers = createCanvasHandlers({ services } as unknown as HandlerContext)
  const save = { id: 'document' } as unknown as Parameters<(typeof handlers)['canvas.save']>[0]
  await handlers['canvas.save'](save, {} as Parameters<(typeof handlers)['canvas.save']>[1])
  expect(order).toEqual(['expectFill', 'save'])
})
