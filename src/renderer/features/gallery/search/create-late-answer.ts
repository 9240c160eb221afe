import { AppError } from '../../../../shared/errors/index.ts'

interface LateAnswer<Question, Answer> {
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>
  readonly onAnswer: (answer: Answer) => void
  readonly onError: (error: unknown) => void
  readonly delayMs: number
}

/** Asks when the questions have rested for a moment; an answer that another question has overtaken is dropped. */
export function createLateAnswer<Question, Answer>(options: LateAnswer<Question, Answer>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null

  async function start(question: Question): Promise<void> {
    const own = new AbortController()
    running = own
    try {
      const answer = await options.ask(question, own.signal)
      if (running === own) options.onAnswer(answer)
    } catch (error) {
      const isOvertaken = running !== own || (error instanceof AppError && error.code === 'request/cancelled')
      if (!isOvertaken) options.onError(error)
    }
  }

  function stop(): void {
    clearTimeout(timer)
    running?.abort()
    running = null
  }

  return {
    stop,
    ask(question: Question, delayMs = options.delayMs) {
      stop()
      if (delayMs === 0) void start(question)
      else timer = setTimeout(() => void start(question), delayMs)
    },
  }
}
