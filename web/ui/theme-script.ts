/**
 * Sets the theme that somebody chose before the first paint, so that nothing flashes. Constant, so that server.ts can bless it by its hash:
 * it is one of the few inline scripts there are.
 */
export const THEME_KEY = 'catraca-theme';

export const themeScript = `try{var t=localStorage.getItem('${THEME_KEY}');if(t==='night'||t==='paper')document.documentElement.dataset.theme=t}catch(e){}`;
