import type { ErrorData } from '../../../../shared/errors/index.ts'
import type { PixelTasks } from './pixel-tasks.ts'

type Name = keyof PixelTasks
export type TaskInput<Task extends Name> = Parameters<PixelTasks[Task]>
export type TaskOutput<Task extends Name> = ReturnType<PixelTasks[Task]>

/** One call of a task as transferred. */
export interface TaskCall {
  readonly name: Name
  readonly input: readonly unknown[]
}

export type TaskAnswer = { readonly value: unknown } | { readonly error: ErrorData }

export function runTask(tasks: PixelTasks, { name, input }: TaskCall): unknown {
  const task: (...input: never[]) => unknown = tasks[name]
  return Reflect.apply(task, tasks, input)
}

/** The buffers of all arrays in a request or response, to be transferred rather than copied. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  const collect = (item: unknown): void => {
    if (ArrayBuffer.isView(item)) {
      if (item.buffer instanceof ArrayBuffer) buffers.add(item.buffer)
    } else if (Array.isArray(item)) item.forEach(collect)
    else if (item !== null && typeof item === 'object') Object.values(item).forEach(collect)
  }
  collect(value)
  return [...buffers]
}

/** A library may define Node's own `Worker` under the same name. */
export function hasWebWorkers(): boolean {
  return typeof Worker === 'function' && Worker.prototype instanceof EventTarget
}
