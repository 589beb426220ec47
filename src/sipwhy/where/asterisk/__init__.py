"""How Asterisk's own filter reads an expression (res_pjsip_history.c, main/cli.c): its words, its order, its mistakes."""
