/** Web worker entry: runs the tasks of one unit of work, then is terminated from outside. */
import { toErrorData } from '../../../../shared/errors/index.ts'
import { createPixelTasks } from './pixel-tasks.ts'
import { buffersIn, runTask, type TaskAnswer, type TaskCall } from './worker-calls.ts'

const tasks = createPixelTasks()

self.addEventListener('message', ({ data }: MessageEvent<TaskCall>) => {
  self.postMessage(...answerTo(data))
})

function answerTo(call: TaskCall): [answer: TaskAnswer, options: { transfer: ArrayBuffer[] }] {
  try {
    const value = runTask(tasks, call)
    return [{ value }, { transfer: buffersIn(value) }]
  } catch (thrown) {
    return [{ error: toErrorData(thrown) }, { transfer: [] }]
  }
}
