import { powerMonitor } from 'electron'
import { createEmitter } from '../../shared/util/create-emitter.ts'

/** Whether this computer slows down because it is hot. Linux reports nothing. */
export interface ThermalState {
  holds(): boolean
  onChanged(listener: () => void): () => void
}

const hot: ReadonlySet<string> = new Set(['serious', 'critical'])

/** macOS names a state, Windows and macOS a speed limit in percent. */
export function createThermalState(): ThermalState {
  const { on, emit } = createEmitter()
  let limitPercent = 100
  powerMonitor.on('thermal-state-change', emit)
  powerMonitor.on('speed-limit-change', ({ limit }) => {
    limitPercent = limit
    emit()
  })
  return {
    holds: () =>
      limitPercent < 100 || hot.has(process.platform === 'darwin' ? powerMonitor.getCurrentThermalState() : ''),
    onChanged: on,
  }
}
