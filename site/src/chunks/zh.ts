// The page's Chinese words, fetched by those who read Chinese.

export { zh } from "../i18n/zh";
