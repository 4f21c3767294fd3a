// The words of the house's letters, one set a language; what an error says stands in `translations.json`.
import type { Language } from '#platform';

export interface LetterWords {
  hello: (name: string) => string;
  date: string;
  openDate: string;
  venue: string;
  place: string;
  total: string;
  products: string;
  order: string;
  confirmed: {
    kind: string;
    subject: (count: number, title: string) => string;
    intro: (count: number) => string;
    late: string;
    receipt: string;
    foot: string[];
  };
  receipt: { kind: string; subject: (title: string) => string; topUp: string; intro: string; amount: string; payment: string };
  /** Another amount than asked was taken. */
  conflict: { kind: string; subject: (title: string) => string; arisen: string; order: string; other: string; settled: string; asked: string; taken: string };
  refunded: {
    kind: string;
    subject: (title: string) => string;
    late: string;
    refund: string;
    amountOnly: string;
    byBank: (sum: string) => string;
    toBalance: (sum: string) => string;
    receipt: string;
    requested: string;
    withdrawal: string;
    cancelled: string;
    goesToSource: string;
    goesToBalance: string;
    delayed: string;
    stopped: string;
    amount: string;
    due: string;
    foot: string[];
  };
  deleted: { kind: string; subject: string; intro: string; kept: string; evidence: (until: string) => string; foot: string[] };
  verification: LinkWords;
  passwordReset: LinkWords;
}

/** The words of a letter whose whole point is one link. */
interface LinkWords {
  kind: string;
  subject: string;
  intro: string;
  button: string;
  foot: string[];
}

const words: Record<Language, LetterWords> = {
  'pt-BR': {
    hello: (name) => `Olá, ${name}!`,
    date: 'Data',
    openDate: 'A confirmar',
    venue: 'Local',
    place: 'Seus lugares',
    total: 'Total',
    products: 'Também no pedido',
    order: 'Pedido',
    confirmed: {
      kind: 'Ingressos',
      subject: (count, title) => (count === 1 ? `Seu ingresso: ${title}` : `Seus ingressos: ${title}`),
      intro: (count) => (count === 1 ? 'Seu pagamento foi confirmado e o lugar é seu. O ingresso está anexado em PDF: imprima ou mostre na tela.' : `Seu pagamento foi confirmado e os lugares são seus. Os ${count} ingressos estão anexados, um PDF para cada: imprima ou mostre na tela.`),
      late: 'O pagamento chegou depois do prazo, mas os lugares ainda estavam livres e agora são seus.',
      receipt: 'Recibo do pagamento',
      foot: [
        'Cada código vale uma entrada; quem o mostra primeiro entra. Não publique fotos dele.',
        'Ingresso com benefício (meia-entrada, por exemplo): leve à porta o documento que comprova o direito.',
      ],
    },
    receipt: {
      kind: 'Recibo',
      subject: (title) => `Recibo: ${title}`,
      topUp: 'Recarga de saldo',
      intro: 'Seu pagamento foi confirmado. O recibo está anexado em PDF.',
      amount: 'Valor pago',
      payment: 'Pagamento',
    },
    conflict: {
      kind: 'Pagamento',
      subject: (title) => `Sobre o seu pagamento: ${title}`,
      arisen: 'A instituição de pagamento cobrou um valor diferente do que pedimos. O seu dinheiro está seguro: uma pessoa da nossa equipe está cuidando disso, e você não precisa fazer nada.',
      order: 'Este pagamento não compra o pedido, e os lugares voltaram à venda. Avisaremos quando o dinheiro for devolvido.',
      other: 'Este pagamento não foi concluído. Avisaremos quando o dinheiro for devolvido.',
      settled: 'A instituição de pagamento tinha cobrado um valor diferente do que pedimos. Cuidamos disso: o dinheiro volta por onde veio, por inteiro.',
      asked: 'Valor pedido',
      taken: 'Valor cobrado',
    },
    refunded: {
      kind: 'Reembolso',
      subject: (title) => `Reembolso: ${title}`,
      late: 'Seu pagamento chegou depois do prazo e os lugares já tinham ido para outras pessoas. O dinheiro foi devolvido por inteiro, sem que você precise fazer nada.',
      refund: 'Seu pedido foi reembolsado. Os códigos dos ingressos devolvidos deixaram de valer.',
      amountOnly: 'Parte do valor do seu pedido foi devolvida. Seus ingressos continuam valendo.',
      byBank: (sum) => `Do valor a devolver, o seu banco já tomou ${sum} de volta para você. O resto foi devolvido agora.`,
      toBalance: (sum) => `${sum} estão no seu saldo, prontos para usar.`,
      receipt: 'O recibo anexado diz o que foi pago e o que foi devolvido até agora.',
      requested: 'O organizador pediu o reembolso do seu pedido, e o dinheiro está a caminho.',
      withdrawal: 'Você desistiu da compra, e o dinheiro está a caminho, com todas as taxas.',
      cancelled: 'O evento foi cancelado. Sentimos muito. Seu dinheiro está a caminho, por inteiro, sem que você precise fazer nada.',
      goesToSource: 'Ele volta por onde veio. Avisaremos quando for devolvido; até lá, os ingressos a devolver continuam como estão.',
      goesToBalance: 'Ele vai para o seu saldo. Avisaremos quando estiver lá; até lá, os ingressos a devolver continuam como estão.',
      delayed: 'A instituição de pagamento ainda não aceitou a devolução. Vamos tentar de novo nos próximos dias; você não precisa fazer nada.',
      stopped: 'A instituição de pagamento não aceitou a devolução. Uma pessoa da nossa equipe está cuidando disso; você não precisa fazer nada, e o seu dinheiro não se perde.',
      amount: 'Devolvido',
      due: 'A devolver',
      foot: ['Em cartões, o crédito pode levar uma ou duas faturas para aparecer; em PIX chega em minutos.'],
    },
    deleted: {
      kind: 'Sua conta',
      subject: 'Sua conta foi excluída',
      intro: 'Sua conta foi excluída, como pedido, e você não está mais conectado em nenhum aparelho.',
      kept: 'Pedidos, recibos e a contabilidade ficam guardados como a lei exige, sem o seu nome nem o seu endereço.',
      evidence: (until) => `De compras com cartão ou Pix guardamos quem comprou, somente para responder a contestações de pagamento, no máximo até ${until}. Só os administradores podem ver isso.`,
      foot: ['Esta é a última mensagem que enviamos para este endereço. Se não foi você, alguém conhecia a sua senha: troque-a onde mais a usar.'],
    },
    verification: {
      kind: 'Sua conta',
      subject: 'Confirme seu e-mail',
      intro: 'Confirme que este endereço de e-mail é seu. O link vale por 24 horas.',
      button: 'Confirmar e-mail',
      foot: ['Se você não criou uma conta, ignore esta mensagem.'],
    },
    passwordReset: {
      kind: 'Sua conta',
      subject: 'Escolha uma nova senha',
      intro: 'Alguém pediu uma nova senha para a sua conta. O link vale por uma hora.',
      button: 'Escolher nova senha',
      foot: ['Se não foi você, ignore esta mensagem: sua senha continua a mesma.'],
    },
  },
  es: {
    hello: (name) => `Hola, ${name}:`,
    date: 'Fecha',
    openDate: 'Por confirmar',
    venue: 'Lugar',
    place: 'Tus lugares',
    total: 'Total',
    products: 'También en el pedido',
    order: 'Pedido',
    confirmed: {
      kind: 'Entradas',
      subject: (count, title) => (count === 1 ? `Tu entrada: ${title}` : `Tus entradas: ${title}`),
      intro: (count) => (count === 1 ? 'Tu pago está confirmado y el lugar es tuyo. La entrada va adjunta en PDF: imprímela o muéstrala en la pantalla.' : `Tu pago está confirmado y los lugares son tuyos. Las ${count} entradas van adjuntas, un PDF por cada una: imprímelas o muéstralas en la pantalla.`),
      late: 'El pago llegó fuera de plazo, pero los lugares seguían libres y ahora son tuyos.',
      receipt: 'Recibo del pago',
      foot: [
        'Cada código vale para un ingreso; entra quien lo muestra primero. No publiques fotos de él.',
        'Entrada con beneficio (media entrada, por ejemplo): lleva a la puerta el documento que acredita el derecho.',
      ],
    },
    receipt: {
      kind: 'Recibo',
      subject: (title) => `Recibo: ${title}`,
      topUp: 'Carga de saldo',
      intro: 'Tu pago está confirmado. El recibo va adjunto en PDF.',
      amount: 'Importe pagado',
      payment: 'Pago',
    },
    conflict: {
      kind: 'Pago',
      subject: (title) => `Sobre tu pago: ${title}`,
      arisen: 'La institución de pago cobró un importe distinto del que pedimos. Tu dinero está seguro: una persona de nuestro equipo se ocupa de ello, y no necesitas hacer nada.',
      order: 'Este pago no compra el pedido, y los lugares volvieron a la venta. Te avisaremos cuando el dinero esté devuelto.',
      other: 'Este pago no se completó. Te avisaremos cuando el dinero esté devuelto.',
      settled: 'La institución de pago había cobrado un importe distinto del que pedimos. Ya nos ocupamos: el dinero vuelve por donde vino, por completo.',
      asked: 'Importe pedido',
      taken: 'Importe cobrado',
    },
    refunded: {
      kind: 'Reembolso',
      subject: (title) => `Reembolso: ${title}`,
      late: 'Tu pago llegó fuera de plazo y los lugares ya eran de otras personas. El dinero fue devuelto por completo, sin que tengas que hacer nada.',
      refund: 'Tu pedido fue reembolsado. Los códigos de las entradas devueltas dejaron de valer.',
      amountOnly: 'Parte de lo que pagaste fue devuelta. Tus entradas siguen valiendo.',
      byBank: (sum) => `De lo que había que devolver, tu banco ya recuperó ${sum} para ti. El resto fue devuelto ahora.`,
      toBalance: (sum) => `${sum} están en tu saldo, listos para usar.`,
      receipt: 'El recibo adjunto dice lo que se pagó y lo que se devolvió hasta ahora.',
      requested: 'El organizador pidió el reembolso de tu pedido, y el dinero está en camino.',
      withdrawal: 'Desististe de la compra, y el dinero está en camino, con todos los cargos.',
      cancelled: 'El evento fue cancelado. Lo sentimos mucho. Tu dinero está en camino, por completo, sin que necesites hacer nada.',
      goesToSource: 'Vuelve por donde vino. Te avisaremos cuando esté devuelto; hasta entonces las entradas por devolver siguen como están.',
      goesToBalance: 'Va a tu saldo. Te avisaremos cuando esté allí; hasta entonces las entradas por devolver siguen como están.',
      delayed: 'La institución de pago todavía no aceptó la devolución. Lo intentaremos de nuevo en los próximos días; no necesitas hacer nada.',
      stopped: 'La institución de pago no aceptó la devolución. Una persona de nuestro equipo se ocupa de ello; no necesitas hacer nada, y tu dinero no se pierde.',
      amount: 'Devuelto',
      due: 'Por devolver',
      foot: ['En tarjetas, el crédito puede tardar uno o dos resúmenes en aparecer; en PIX llega en minutos.'],
    },
    deleted: {
      kind: 'Tu cuenta',
      subject: 'Tu cuenta fue eliminada',
      intro: 'Tu cuenta fue eliminada, como se pidió, y tu sesión terminó en todos los dispositivos.',
      kept: 'Los pedidos, los recibos y la contabilidad se guardan como la ley exige, sin tu nombre ni tu dirección.',
      evidence: (until) => `De las compras con tarjeta o Pix guardamos quién compró, solo para responder a disputas de pago, como máximo hasta el ${until}. Solo los administradores pueden verlo.`,
      foot: ['Este es el último mensaje que enviamos a esta dirección. Si no fuiste tú, alguien conocía tu contraseña: cámbiala donde más la uses.'],
    },
    verification: {
      kind: 'Tu cuenta',
      subject: 'Confirma tu correo',
      intro: 'Confirma que esta dirección de correo es tuya. El enlace vale por 24 horas.',
      button: 'Confirmar correo',
      foot: ['Si no creaste una cuenta, ignora este mensaje.'],
    },
    passwordReset: {
      kind: 'Tu cuenta',
      subject: 'Elige una nueva contraseña',
      intro: 'Alguien pidió una nueva contraseña para tu cuenta. El enlace vale por una hora.',
      button: 'Elegir nueva contraseña',
      foot: ['Si no fuiste tú, ignora este mensaje: tu contraseña sigue siendo la misma.'],
    },
  },
  en: {
    hello: (name) => `Hello ${name},`,
    date: 'Date',
    openDate: 'To be announced',
    venue: 'Venue',
    place: 'Your places',
    total: 'Total',
    products: 'Also in this order',
    order: 'Order',
    confirmed: {
      kind: 'Tickets',
      subject: (count, title) => (count === 1 ? `Your ticket: ${title}` : `Your tickets: ${title}`),
      intro: (count) => (count === 1 ? 'Your payment is confirmed and the place is yours. The ticket is attached as a PDF: print it or show it on a screen.' : `Your payment is confirmed and the places are yours. The ${count} tickets are attached, a PDF for each: print them or show them on a screen.`),
      late: 'The payment came after its time, but the places were still free and are yours now.',
      receipt: 'Receipt of the payment',
      foot: [
        'Each code is good for one entry; whoever shows it first gets in. Do not post pictures of it.',
        'Reduced-price tickets: bring the document that proves your right to it to the door.',
      ],
    },
    receipt: {
      kind: 'Receipt',
      subject: (title) => `Receipt: ${title}`,
      topUp: 'Top-up of your balance',
      intro: 'Your payment is confirmed. The receipt is attached as a PDF.',
      amount: 'Amount paid',
      payment: 'Payment',
    },
    conflict: {
      kind: 'Payment',
      subject: (title) => `About your payment: ${title}`,
      arisen: 'The payment institution took another amount than we had asked for. Your money is safe: a person of our team is seeing to it, and you need not do anything.',
      order: 'This payment does not buy the order, and its places are on sale again. We will write when the money is back.',
      other: 'This payment was not completed. We will write when the money is back.',
      settled: 'The payment institution had taken another amount than we asked for. We have seen to it: the money goes back the way it came, all of it.',
      asked: 'Asked for',
      taken: 'Taken',
    },
    refunded: {
      kind: 'Refund',
      subject: (title) => `Refund: ${title}`,
      late: 'Your payment came after its time, when the places had gone to others. The money has been returned in full; there is nothing for you to do.',
      refund: 'Your order was refunded. The codes of the returned tickets are no longer valid.',
      amountOnly: 'A part of what you paid has been returned. Your tickets are still good.',
      byBank: (sum) => `Of what was to be returned your bank has already taken ${sum} back for you. The rest has been returned now.`,
      toBalance: (sum) => `${sum} is on your balance, ready to be used.`,
      receipt: 'The attached receipt says what was paid and what has been returned by now.',
      requested: 'The organiser has asked for a refund of your order, and the money is on its way.',
      withdrawal: 'You have withdrawn from the purchase, and the money is on its way, with all fees.',
      cancelled: 'The event was cancelled. We are sorry. Your money is on its way, in full; there is nothing for you to do.',
      goesToSource: 'It goes back the way it came. We will write when it is returned; until then the tickets concerned stay as they are.',
      goesToBalance: 'It goes to your balance. We will write when it is there; until then the tickets concerned stay as they are.',
      delayed: 'The payment provider has not accepted the refund yet. We will try again over the next days; there is nothing for you to do.',
      stopped: 'The payment provider has not accepted the refund. Somebody of our team is seeing to it; there is nothing for you to do, and your money is not lost.',
      amount: 'Returned',
      due: 'To be returned',
      foot: ['On cards the credit can take one or two statements to show; by PIX it arrives within minutes.'],
    },
    deleted: {
      kind: 'Your account',
      subject: 'Your account was deleted',
      intro: 'Your account was deleted, as was asked, and you are signed out everywhere.',
      kept: 'Orders, receipts and the books are kept as the law demands, without your name or address.',
      evidence: (until) => `Of purchases by card or Pix we keep who bought them, to answer payment disputes and for nothing else, until ${until} at most. Only administrators can see it.`,
      foot: ['This is the last message that we send to this address. If it was not you, somebody knew your password: change it wherever else you use it.'],
    },
    verification: {
      kind: 'Your account',
      subject: 'Confirm your e-mail address',
      intro: 'Please confirm that this e-mail address is yours. The link is good for 24 hours.',
      button: 'Confirm address',
      foot: ['If you did not create an account, ignore this message.'],
    },
    passwordReset: {
      kind: 'Your account',
      subject: 'Choose a new password',
      intro: 'Somebody asked for a new password for your account. The link is good for one hour.',
      button: 'Choose a new password',
      foot: ['If it was not you, ignore this message: your password stays as it is.'],
    },
  },
};

export function letterWords(language: Language): LetterWords {
  return words[language];
}
