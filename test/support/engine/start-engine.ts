import { fileURLToPath } from 'node:url'
import type { EngineOptions } from '../../../src/main/engine/engine.ts'
import { createEngine, type LocalEngine } from '../../../src/main/engine/index.ts'
import { startForkedChild } from '../../../src/main/platform/process/start-forked-child.ts'
import { builtProgram } from '../built/built-program.ts'

const entry = fileURLToPath(builtProgram(new URL('../../../src/main/engine/host/engine-host.ts', import.meta.url)))

type Child = ReturnType<typeof startForkedChild>

/** Starts the real engine; its process runs as plain Node. */
export function startEngine(
  options: Omit<EngineOptions, 'start'> = {},
  onStarted: (child: Child) => void = () => undefined,
): LocalEngine {
  return createEngine({
    ...options,
    start: (library) => {
      const child = startForkedChild(entry, { args: [library], isOverheard: true })
      onStarted(child)
      return child
    },
  })
}
