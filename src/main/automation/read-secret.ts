import type { ReadStream, WriteStream } from 'node:tty'

const enter = /[\r\n]/
const ctrlC = '\u0003'
const ctrlD = '\u0004'

/**
 * A key from standard input: all of it when it comes through a pipe, one line without echo when a person types it.
 * Empty when the person gives up.
 */
export async function readSecret(input: ReadStream, prompt: Pick<WriteStream, 'write'>): Promise<string> {
  input.setEncoding('utf8')
  if (!input.isTTY) return readAll(input)
  prompt.write('Key (it is not shown): ')
  input.setRawMode(true)
  try {
    return await readLine(input)
  } finally {
    input.setRawMode(false)
    input.pause()
    prompt.write('\n')
  }
}

async function readAll(input: ReadStream): Promise<string> {
  let text = ''
  for await (const part of input) text += String(part)
  return text
}

function readLine(input: ReadStream): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let line = ''
  input.on('data', (part) => {
    const text = String(part)
    line += text
    if (text.includes(ctrlC)) resolve('')
    else if (enter.test(text) || text.includes(ctrlD)) resolve(line.split(enter)[0]?.replace(ctrlD, '') ?? '')
  })
  input.on('end', () => resolve(line))
  return promise
}
