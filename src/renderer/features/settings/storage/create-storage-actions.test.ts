import { describe, expect, it } from 'vitest'
import { assetId } from '../../../../../test/support/window/sample-records.ts'
import { createClient } from '../../../client/index.ts'
import { createFakeBridge } from '../../../../../test/support/window/fake-bridge.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { createStorageActions } from './create-storage-actions.ts'
import { storageMessages } from './storage-labels.ts'

const problem = { id: assetId(1), name: 'kite', relativePath: '2026/kite.png', type: 'missing' } as const
const report = { checked: 2, bytes: 10, problems: [problem], unreachable: [], lostCompanions: 0, isDatabaseSound: true }
const usage = { root: '/home', freeBytes: null, kinds: [], pending: null }

function setUp(answers: Parameters<typeof createFakeBridge>[0]) {
  const bridge = createFakeBridge({ 'storage.usage': () => usage, ...answers })
  return { bridge, actions: createStorageActions(createClient(bridge), storageMessages) }
}

describe('storage actions', () => {
  it('shows the progress of the running task only', async () => {
    const { bridge, actions } = setUp({
      'storage.verify': (): typeof report => {
        bridge.emit('storage.progressed', { task: 'backup', done: 9, total: 9 })
        bridge.emit('storage.progressed', { task: 'verify', done: 1, total: 2 })
        expect(actions.store.getState().running).toEqual({ task: 'verify', done: 1, total: 2 })
        return report
      },
    })
    await actions.verify()
    expect(actions.store.getState()).toMatchObject({ running: null, report, error: null })
  })

  it('removes located files from the list of problems', async () => {
    const { actions } = setUp({
      'storage.verify': () => report,
      'storage.chooseAndLocate': () => ({ found: [assetId(1)] }),
    })
    await actions.verify()
    await actions.locate([assetId(1), assetId(2)])
    expect(actions.store.getState().report?.problems).toEqual([])
    expect(actions.store.getState().notice).toBe('1 of 2 files restored.')
  })

  it('keeps a failure for display, but reports nothing after a cancellation', async () => {
    const failure = new AppError('storage/full', 'The disk is full.')
    const { actions } = setUp({
      'storage.chooseAndBackUp': () => Promise.reject(failure),
      'storage.verify': () => {
        actions.cancel()
        return Promise.reject(AppError.cancelled())
      },
    })
    await actions.backUp()
    expect(actions.store.getState().error).toMatchObject({ code: 'storage/full' })
    await actions.verify()
    expect(actions.store.getState()).toMatchObject({ running: null, report: null, error: null })
  })

  it('reports nothing when the dialog is closed', async () => {
    const { actions } = setUp({ 'storage.chooseAndBackUp': () => null })
    await actions.backUp()
    expect(actions.store.getState()).toMatchObject({ running: null, error: null, notice: null })
  })
})
