import type { Running } from './launch.ts'

/** kill -9 for the program and every process it started. */
export async function killAll({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  await ended
}
