import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { openParentChannel, type ParentChannel } from '../../platform/pure/parent-channel.ts'
import { engineCalls, toEngineSchema, type FromEngine, type ToEngine } from '../engine-calls.ts'
import { createDrawer, type Drawer, type DrawWatch } from './draw-images.ts'
import { proveLibrary } from './prove-library.ts'

/** Entry of the engine's process: `argv[2]` is the shared library. An abort inside that library ends this process alone. */
const channel = openParentChannel()
/** Code 64: the command was used wrongly (sysexits.h, EX_USAGE). */
const usageExitCode = 64
const libraryPath = process.argv[2]

if (channel === null || libraryPath === undefined) process.exit(usageExitCode)
serve(channel, libraryPath)

function serve(parent: ParentChannel, path: string): void {
  const running = new Map<number, AbortController>()
  const post = (message: FromEngine): void => parent.post(message)
  let drawer: Drawer | null = null

  async function answer({ id, method, input }: Extract<ToEngine, { kind: 'call' }>, signal: AbortSignal) {
    drawer ??= createDrawer(path)
    const watch: DrawWatch = {
      signal,
      onProgress: (fraction) => post({ kind: 'progressed', id, fraction }),
      onPreview: (png) => post({ kind: 'previewed', id, png }),
    }
    switch (method) {
      case 'inspect':
        return drawer.facts()
      case 'prove':
        return proveLibrary(drawer, engineCalls.prove.input.parse(input).model, watch)
      case 'generate':
        return drawer.draw(engineCalls.generate.input.parse(input), watch)
      case 'upscale':
        return drawer.upscale(engineCalls.upscale.input.parse(input), watch)
      case 'convert':
        return drawer.convert(engineCalls.convert.input.parse(input), watch)
    }
  }

  async function run(call: Extract<ToEngine, { kind: 'call' }>): Promise<void> {
    const { id } = call
    const controller = new AbortController()
    running.set(id, controller)
    try {
      post({ kind: 'done', id, value: await answer(call, controller.signal) })
    } catch (thrown) {
      post({ kind: 'failed', id, error: toErrorData(controller.signal.aborted ? AppError.cancelled() : thrown) })
    } finally {
      running.delete(id)
    }
  }

  parent.onMessage((data) => {
    const message = toEngineSchema.parse(data)
    if (message.kind === 'cancel') running.get(message.id)?.abort()
    else void run(message)
  })
}
